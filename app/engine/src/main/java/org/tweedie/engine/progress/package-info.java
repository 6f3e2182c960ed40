/** How far long work has come: a bar on a terminal, plain lines elsewhere. */
package org.tweedie.engine.progress;
