"""Everything that can be set, from the environment and a file; read here and nowhere else."""

from rag.settings.declared import data_folder
from rag.settings.held import HeldSetting, held_settings
from rag.settings.settings import Settings, load_settings
from rag.settings.table import settings_table

__all__ = ["HeldSetting", "Settings", "data_folder", "held_settings", "load_settings", "settings_table"]
