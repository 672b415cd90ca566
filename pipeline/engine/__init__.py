"""The same work on one machine or many: documents in, outcomes out, and no document can hurt another."""
