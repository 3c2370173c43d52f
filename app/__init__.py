"""The program: command line, window, pages, jobs, settings."""
