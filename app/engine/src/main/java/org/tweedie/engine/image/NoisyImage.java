package org.tweedie.engine.image;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image to take noise out of.
 *
 * @param image a PNG or JPEG file of the size of the model's images
 * @param noiseLevel the standard deviation of its noise, in grey values of 255
 * @param addNoise whether the image is clean, and the noise is to be added first
 * @param clean the clean image, where there is one to compare with
 * @param steps 1 for the mean of all clean images it may be; more lead to one likely image
 * @param label what it shows, by name or by number from 0; empty where that is not told
 * @param seed where the noise that is added begins
 */
public record NoisyImage(
    Path image,
    double noiseLevel,
    boolean addNoise,
    Optional<Path> clean,
    int steps,
    Optional<String> label,
    long seed) {}
