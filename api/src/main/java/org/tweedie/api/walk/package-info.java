/** The way from noise to data in steps, and the options of it that samplers share. */
package org.tweedie.api.walk;
