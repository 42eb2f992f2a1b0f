"""What GAN, VAE and diffusion share: a net is trained on a table, watched, and rows are drawn from it."""
