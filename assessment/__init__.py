"""Digital-skills gap assessment for regional organisations and their networks."""
