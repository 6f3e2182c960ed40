/**
 * Batches, predictions in all four parameterizations, and models that make them. No TensorFlow in
 * sight.
 */
package org.tweedie.api.model;
