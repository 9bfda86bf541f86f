"""What leaves the planner: documents made from a meeting and its plan. Plans nothing and judges nothing."""
