"""The stores under jug's names."""
