"""What a person can do: one function per thing, called by the web and the command line alike. Nothing commits here."""
