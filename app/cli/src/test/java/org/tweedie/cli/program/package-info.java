/** Integration tests: the packaged program from outside, as its users meet it. */
package org.tweedie.cli.program;
