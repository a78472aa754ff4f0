"""What the command line works with, put together here and nowhere else."""
