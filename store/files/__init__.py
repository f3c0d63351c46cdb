"""Files of a store on disk: replaced in one step, and closed to others."""

from store.files.atomic_file import replace_file
from store.files.rights import close_to_others, file_mode, settle_folder

__all__ = ["close_to_others", "file_mode", "replace_file", "settle_folder"]
