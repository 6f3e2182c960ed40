/** The built-in sources of data, and the fingerprint that tells two data sets apart. */
package org.tweedie.engine.data;
