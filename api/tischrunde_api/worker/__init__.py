"""Workers: take jobs from the store, have child processes solve them, keep what they find. Knows nothing of HTTP."""
