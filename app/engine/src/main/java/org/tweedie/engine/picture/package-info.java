/** Pictures of examples and samples: grids, scatter plots and animations. */
@NullMarked
package org.tweedie.engine.picture;

import org.jspecify.annotations.NullMarked;
