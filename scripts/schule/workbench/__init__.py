"""The editors' tools on the command line: start a record, move a record, describe the records to an editor."""
