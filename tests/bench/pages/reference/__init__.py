"""The plain pages that the portal's are measured against, in the same server process; no part of the product.

Each is what a good engineer would write first, and is never tuned up or down.
"""
