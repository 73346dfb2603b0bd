/*
 * sizes.h -- how many rows and bytes are at stake in the tables that a plan touches.
 *
 * catalog_read() takes the statistics as they are; here the files are asked, which waits behind ACCESS EXCLUSIVE, and so
 * only for some tables. Rows are 0 exactly when the table has no page; an estimate from the last statistics and the
 * present number of pages where there are statistics; else -1, not known. A partitioned table has the sum of its
 * partitions.
 */
#ifndef HC_SIZES_H
#define HC_SIZES_H

#include "catalog/conn.h"
#include "engine/model/model.h"

/* Fill rows and bytes of tables and materialized views of a live model. Others in the vector are left alone. */
bool read_sizes(Conn *conn, Model *live, const Vec *relations, Error *err);

#endif
