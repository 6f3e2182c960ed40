/** Pictures of examples and samples: grids, scatter plots and animations. */
package org.tweedie.engine.picture;
