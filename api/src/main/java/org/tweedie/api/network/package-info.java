/** What a denoising network looks like, in TensorFlow. */
package org.tweedie.api.network;
