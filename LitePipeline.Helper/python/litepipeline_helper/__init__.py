"""What a Python action needs: the same names as the original's package of this name, and the standard library only."""
from litepipeline_helper.models.action import Action, InvalidInputError

__all__ = ["Action", "InvalidInputError"]
