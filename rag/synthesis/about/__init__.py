"""Small talk, and questions about the program itself and about its corpus: what of these is said, and the reply."""

from rag.synthesis.about.reply import reply_about
from rag.synthesis.about.topic import Topic, topic_of

__all__ = ["Topic", "reply_about", "topic_of"]
