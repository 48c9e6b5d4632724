"""A migration as autogenerate wrote it. The table has rows. Make it safe."""

import sqlalchemy as sa
from alembic import op

UNUSABLE = "!"  # no password has this as its hash


def upgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("password_hash", sa.String(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("password_hash")
