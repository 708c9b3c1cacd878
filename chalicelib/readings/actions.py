"""Reading tickets for a caller: one at a time through the one gate, and lists page by page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched_numbers, islice
