"""Tests of small talk and of questions about the program."""
