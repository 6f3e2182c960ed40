/** What knows Spark: a program that starts processes on the workers of a Spark cluster. */
@NullMarked
package org.tweedie.spark;

import org.jspecify.annotations.NullMarked;
