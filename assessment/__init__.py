"""Digital-skills gap assessment for regional organisations and their networks."""

import os

# Matrices are small here: threads that wait for each other on a busy machine take many times as long as one alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
