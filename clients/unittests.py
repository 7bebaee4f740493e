"""Runs the unittest suites of a directory (and of one file, if it is named) and ends with the line that the test command counts."""
import os
import sys
import unittest

directory, pattern = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "test_*.py"
sys.path.insert(0, directory)
suite = unittest.defaultTestLoader.discover(directory, pattern=pattern)
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
passed = result.testsRun - failed - len(result.skipped)
print(f"{max(passed, 0)} passed, {failed} failed, {len(result.skipped)} skipped", flush=True)
sys.exit(1 if failed else 0)
