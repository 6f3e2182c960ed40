/** Many samples of a trained run, drawn in shards by processes side by side. */
@NullMarked
package org.tweedie.study.bulk;

import org.jspecify.annotations.NullMarked;
