"""The semester on one page: what each figure counts, and what it is made of."""
