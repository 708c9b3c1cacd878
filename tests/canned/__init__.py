"""Tests of canned responses."""
