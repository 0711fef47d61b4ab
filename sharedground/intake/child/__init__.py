"""What runs in the guarded child process: bytes to plain text tables, and nothing else."""
