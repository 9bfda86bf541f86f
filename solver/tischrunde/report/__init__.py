"""What people read about a plan: the rounds, how good they are, and what is wrong. Draws nothing by itself.

The functions of this package return ``rich`` renderables; whoever has a console prints them.
"""
