"""What the library knows how to answer: snippets. See docs/knowledge.md."""
