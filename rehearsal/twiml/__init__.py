"""What an answer of the line may say: verbs, attributes, values, and the reading of a document."""
