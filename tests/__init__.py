"""What CareerLink promises, as statements that a machine checks."""
