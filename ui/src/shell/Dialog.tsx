// A dialog that is open for as long as it is mounted.
import { Modal, type ModalProps } from '@mantine/core'

type Props = Omit<ModalProps, 'opened'>

export const Dialog = (props: Props) => <Modal opened closeButtonProps={{ 'aria-label': 'Close' }} {...props} />
