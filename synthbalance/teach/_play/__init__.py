"""The SMOTE playground: points on two axes, the rows made from them, and what a model takes from both."""
