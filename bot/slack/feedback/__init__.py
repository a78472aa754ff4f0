"""What people think of answers, and what staff see of it: the buttons below an answer, and the list of gaps."""
