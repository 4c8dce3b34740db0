"""The closed-off child processes in which the bytes of strangers are decoded: started, asked, judged and killed."""
