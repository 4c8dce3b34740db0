"""Retention: holds, what the desk has seen, reports that are being erased, and the counts that outlive them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEEN = """
    UPDATE reports SET seen = (
        SELECT count(*) FROM items WHERE items.report = reports.id AND items.author = 'reporter'
    ) WHERE id IN (SELECT report FROM marks WHERE moment = 'looked')
"""


def upgrade() -> None:
    """Go forward. What was looked at before counts as seen whole."""
    op.add_column("reports", sa.Column("hold", sa.Text(), nullable=True))
    op.add_column("reports", sa.Column("seen", sa.Integer(), server_default="0", nullable=False))
    op.add_column("reports", sa.Column("erasing", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(_SEEN)
    op.create_table(
        "counts",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "line", "what", "value"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("counts")
    for column in ("erasing", "seen", "hold"):
        op.drop_column("reports", column)
