"""created_at filled and required

Revision: 0004, after 0003
"""

from datetime import datetime, time

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The table as it is now. The classes of the application will have gone on.
sightings = sa.table(
    "sightings", sa.column("seen_on", sa.Date), sa.column("created_at", sa.DateTime)
)


def upgrade() -> None:
    connection = op.get_bind()
    missing = sightings.c.created_at.is_(None)
    days = connection.scalars(sa.select(sightings.c.seen_on).where(missing).distinct())
    for day in days.all():
        noon = datetime.combine(day, time(12))
        of_that_day = sa.update(sightings).where(missing, sightings.c.seen_on == day)
        connection.execute(of_that_day.values(created_at=noon))
    with op.batch_alter_table("sightings") as batch_op:
        batch_op.alter_column("created_at", existing_type=sa.DateTime(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("sightings") as batch_op:
        batch_op.alter_column("created_at", existing_type=sa.DateTime(), nullable=True)
