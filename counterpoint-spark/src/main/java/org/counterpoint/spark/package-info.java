/**
 * The work of the commands on a Spark cluster, to the same bytes: the functions of the rooms below run in tasks, and their
 * parts are put together in the order of the input. Only this room knows Spark.
 */
@NullMarked
package org.counterpoint.spark;

import org.jspecify.annotations.NullMarked;
