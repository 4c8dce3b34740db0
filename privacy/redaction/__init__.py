"""What in a reporter's words says who the reporter is: found by grammar, masked for reading."""
