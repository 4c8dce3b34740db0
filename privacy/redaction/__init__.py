"""What in a reporter's words says who the reporter is: found by grammar, suggested with a reason, masked for reading."""
