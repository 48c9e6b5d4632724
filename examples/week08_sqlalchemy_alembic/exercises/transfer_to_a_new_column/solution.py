"""A column that must have a value, for a table that has rows."""

import sqlalchemy as sa
from alembic import op

UNUSABLE = "!"  # no password has this as its hash

users = sa.table("users", sa.column("password_hash"))


def upgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("password_hash", sa.String(), nullable=True))
    op.execute(users.update().values(password_hash=UNUSABLE))
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("password_hash", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("password_hash")
