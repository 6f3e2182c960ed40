/** How well a classifier knows noisy examples: measured, told, and shown. */
package org.tweedie.engine.classifier;
