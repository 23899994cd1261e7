# layerscope: ConvLSTM(2, [4, 6], (3, 5)) on (1, 5, 2, 12, 16)
# A recurrence of pictures: cells in a ModuleList, states made by the cells, a loop over time, stacks of outputs.
import torch
import torch.nn as nn


class ConvLSTMCell(nn.Module):
    def __init__(self, input_dim, hidden_dim, kernel_size, bias=True):
        super(ConvLSTMCell, self).__init__()
        self.hidden_dim = hidden_dim
        self.conv = nn.Conv2d(input_dim + hidden_dim, 4 * hidden_dim, kernel_size, padding=kernel_size // 2, bias=bias)

    def forward(self, input_tensor, cur_state):
        h_cur, c_cur = cur_state
        combined_conv = self.conv(torch.cat([input_tensor, h_cur], dim=1))
        cc_i, cc_f, cc_o, cc_g = torch.split(combined_conv, self.hidden_dim, dim=1)
        c_next = torch.sigmoid(cc_f) * c_cur + torch.sigmoid(cc_i) * torch.tanh(cc_g)
        return torch.sigmoid(cc_o) * torch.tanh(c_next), c_next

    def init_hidden(self, batch_size, image_size):
        height, width = image_size
        return (torch.zeros(batch_size, self.hidden_dim, height, width, device=self.conv.weight.device),
                torch.zeros(batch_size, self.hidden_dim, height, width, device=self.conv.weight.device))


class ConvLSTM(nn.Module):
    def __init__(self, input_dim, hidden_dim, kernel_size):
        super().__init__()
        if not len(hidden_dim) == len(kernel_size):
            raise ValueError("Inconsistent list length.")
        dims = [input_dim] + list(hidden_dim)
        self.cell_list = nn.ModuleList(
            [ConvLSTMCell(dims[i], dims[i + 1], kernel_size[i]) for i in range(len(hidden_dim))])

    def forward(self, input_tensor):
        b, seq_len, _, h, w = input_tensor.size()
        hidden_state = [cell.init_hidden(b, (h, w)) for cell in self.cell_list]
        layer_output_list, last_state_list = [], []
        cur_layer_input = input_tensor
        for layer_idx, cell in enumerate(self.cell_list):
            h_, c_ = hidden_state[layer_idx]
            output_inner = []
            for t in range(seq_len):
                h_, c_ = cell(input_tensor=cur_layer_input[:, t, :, :, :], cur_state=[h_, c_])
                output_inner.append(h_)
            cur_layer_input = torch.stack(output_inner, dim=1)
            layer_output_list.append(cur_layer_input)
            last_state_list.append([h_, c_])
        return layer_output_list[-1], last_state_list[-1]
