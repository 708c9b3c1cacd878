"""What must hold on an engine that is not moto."""
