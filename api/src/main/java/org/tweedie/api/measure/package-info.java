/** What is measured of a trained model: of its weights, or of samples that it drew. */
package org.tweedie.api.measure;
