"""name becomes username

Revision: 0002, after 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("name", "username")


def downgrade() -> None:
    rename("username", "name")


def rename(old: str, new: str) -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_constraint(op.f(f"uq_users_{old}"), type_="unique")
        batch_op.alter_column(old, new_column_name=new)
    with op.batch_alter_table("users") as batch_op:  # not in the copy that renames
        batch_op.create_unique_constraint(op.f(f"uq_users_{new}"), [new])
