/** Where examples come from, and what a model must know of them. */
package org.tweedie.api.data;
